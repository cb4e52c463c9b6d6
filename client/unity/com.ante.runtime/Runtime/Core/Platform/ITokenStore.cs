using System.Threading.Tasks;

namespace Ante
{
    /// <summary>
    /// Keeps the session's tokens between two starts of the game. Put the system's own keeper behind it (Keychain, Keystore,
    /// DPAPI): whoever reads them can play for the player's money. The sample <em>Token stores</em> does. Its calls come one
    /// after the other.
    /// </summary>
    public interface ITokenStore
    {
        /// <summary>What was saved last; null when there is nothing.</summary>
        /// <exception cref="TokensLostException">What was saved can never be read again. The client starts signed out.</exception>
        /// <exception cref="TokenStoreException">
        /// It cannot be read now. <see cref="AnteClient.CreateAsync"/> fails with it and can be called again; nothing is lost.
        /// </exception>
        Task<string?> LoadAsync();

        /// <summary>
        /// Keeps a text of up to 8 KB in place of the last one, durably before the task ends. When it fails, the session goes on
        /// in memory, and the client tries again until it succeeds.
        /// </summary>
        Task SaveAsync(string tokens);

        /// <summary>Forgets it. When it fails, the player is signed out all the same, and the client tries again.</summary>
        Task ClearAsync();
    }

    /// <summary>Keeps tokens until the game ends.</summary>
    public sealed class MemoryTokenStore : ITokenStore
    {
        private string? kept;

        /// <inheritdoc/>
        public Task<string?> LoadAsync() => Task.FromResult(kept);

        /// <inheritdoc/>
        public Task SaveAsync(string tokens)
        {
            kept = tokens;
            return Task.CompletedTask;
        }

        /// <inheritdoc/>
        public Task ClearAsync()
        {
            kept = null;
            return Task.CompletedTask;
        }
    }
}

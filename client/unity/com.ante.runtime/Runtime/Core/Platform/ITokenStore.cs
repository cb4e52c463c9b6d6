using System.Threading.Tasks;

namespace Ante
{
    /// <summary>
    /// Keeps the session's tokens between two starts of the game. Put the system's own keeper behind it (Keychain, Keystore,
    /// DPAPI): whoever reads them can play for the player's money.
    /// </summary>
    public interface ITokenStore
    {
        /// <summary>What was saved last; null when there is nothing.</summary>
        Task<string?> LoadAsync();

        /// <summary>Keeps a text of up to 8 KB in place of the last one, durably before the task ends.</summary>
        Task SaveAsync(string tokens);

        /// <summary>Forgets it.</summary>
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

using System.Text;
using System.Threading.Tasks;

namespace Ante.Samples.TokenStores
{
    /// <summary>Keeps tokens in one item of a Keychain.</summary>
    internal sealed class KeychainTokenStore : ITokenStore
    {
        private readonly IKeychain keychain;

        internal KeychainTokenStore(IKeychain keychain) => this.keychain = keychain;

        public Task<string?> LoadAsync()
        {
            var status = keychain.Read(out var content);
            if (status == KeychainStatus.Success) return Task.FromResult<string?>(Encoding.UTF8.GetString(content));
            if (status == KeychainStatus.ItemNotFound) return Task.FromResult<string?>(null);
            return Task.FromException<string?>(KeychainStatus.FailureOf(status));
        }

        public Task SaveAsync(string tokens) => Done(keychain.Write(Encoding.UTF8.GetBytes(tokens)));

        public Task ClearAsync()
        {
            var status = keychain.Delete();
            return Done(status == KeychainStatus.ItemNotFound ? KeychainStatus.Success : status);
        }

        private static Task Done(int status) => status == KeychainStatus.Success
            ? Task.CompletedTask
            : Task.FromException(KeychainStatus.FailureOf(status));
    }
}

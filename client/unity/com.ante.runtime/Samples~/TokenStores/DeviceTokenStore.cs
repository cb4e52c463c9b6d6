using System.IO;
using System.Threading.Tasks;
using UnityEngine;

namespace Ante.Samples.TokenStores
{
    /// <summary>
    /// Keeps the session where this platform keeps secrets. A session belongs to one server and one client id, so a build for
    /// another server never sends it there. Use it on the main thread.
    /// </summary>
    public sealed class DeviceTokenStore : ITokenStore
    {
        private readonly ITokenStore store;

        /// <summary>Keeps the session of this client; files lie in the game's own folder.</summary>
        public DeviceTokenStore(AnteOptions options)
            : this(options, Path.Combine(Application.persistentDataPath, "ante-tokens"))
        {
        }

        /// <summary>The same with a folder of the caller's choice, for the platforms that need files.</summary>
        public DeviceTokenStore(AnteOptions options, string folder) =>
            store = Make($"{options.Server.TrimEnd('/')} {options.ClientId}", folder);

        /// <inheritdoc/>
        public Task<string?> LoadAsync() => store.LoadAsync();

        /// <inheritdoc/>
        public Task SaveAsync(string tokens) => store.SaveAsync(tokens);

        /// <inheritdoc/>
        public Task ClearAsync() => store.ClearAsync();

#if UNITY_EDITOR_WIN || (UNITY_STANDALONE_WIN && !UNITY_EDITOR)
        /// <summary>What keeps the tokens here.</summary>
        public static TokenKeeper Keeper => TokenKeeper.WindowsDataProtection;

        private static ITokenStore Make(string name, string folder) => new SealedTokenStore(folder, name, new DpapiSeal());
#elif UNITY_EDITOR_OSX || (UNITY_STANDALONE_OSX && !UNITY_EDITOR)
        /// <summary>What keeps the tokens here.</summary>
        public static TokenKeeper Keeper => TokenKeeper.MacKeychain;

        private static ITokenStore Make(string name, string folder) => new KeychainTokenStore(new MacKeychain(name));
#elif UNITY_ANDROID && !UNITY_EDITOR
        /// <summary>What keeps the tokens here.</summary>
        public static TokenKeeper Keeper => TokenKeeper.AndroidKeystore;

        private static ITokenStore Make(string name, string folder) => new SealedTokenStore(folder, name, new KeystoreSeal());
#elif UNITY_IOS && !UNITY_EDITOR
        /// <summary>What keeps the tokens here.</summary>
        public static TokenKeeper Keeper => TokenKeeper.IosKeychain;

        private static ITokenStore Make(string name, string folder) => new KeychainTokenStore(new IosKeychain(name));
#else
        /// <summary>What keeps the tokens here.</summary>
        public static TokenKeeper Keeper => TokenKeeper.Memory;

        private static ITokenStore Make(string name, string folder) => new MemoryTokenStore();
#endif
    }
}

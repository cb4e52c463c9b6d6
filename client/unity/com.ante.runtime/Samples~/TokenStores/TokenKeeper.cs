namespace Ante.Samples.TokenStores
{
    /// <summary>What keeps the tokens on this platform.</summary>
    public enum TokenKeeper
    {
        /// <summary>Memory: players sign in at every start.</summary>
        Memory,

        /// <summary>A file that Windows has encrypted for this user (DPAPI).</summary>
        WindowsDataProtection,

        /// <summary>A file that is encrypted by a key in the Android Keystore.</summary>
        AndroidKeystore,

        /// <summary>The Keychain of the iPhone or iPad.</summary>
        IosKeychain,

        /// <summary>The user's login Keychain on a Mac.</summary>
        MacKeychain,
    }
}

namespace Ante.Samples.TokenStores
{
    /// <summary>How the item of a session is named in a Keychain.</summary>
    internal static class KeychainItem
    {
        /// <summary>The item's service; its account is the server and the client id.</summary>
        internal const string Service = "com.ante.runtime";
    }
}

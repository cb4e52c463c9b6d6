#if UNITY_IOS && !UNITY_EDITOR
using System;
using System.Runtime.InteropServices;

namespace Ante.Samples.TokenStores
{
    /// <summary>An item of the iPhone's Keychain, by <c>AnteKeychain.mm</c>. Texts go there as UTF-8.</summary>
    internal sealed class IosKeychain : IKeychain
    {
        private readonly string account;

        internal IosKeychain(string account) => this.account = account;

        public int Read(out byte[] content)
        {
            var status = AnteKeychainRead(KeychainItem.Service, account, out var bytes, out var length);
            content = new byte[length];
            if (bytes == IntPtr.Zero) return status;
            Marshal.Copy(bytes, content, 0, length);
            AnteKeychainFree(bytes);
            return status;
        }

        public int Write(byte[] content) => AnteKeychainWrite(KeychainItem.Service, account, content, content.Length);

        public int Delete() => AnteKeychainDelete(KeychainItem.Service, account);

        [DllImport("__Internal")]
        private static extern int AnteKeychainRead(string service, string account, out IntPtr bytes, out int length);

        [DllImport("__Internal")]
        private static extern void AnteKeychainFree(IntPtr bytes);

        [DllImport("__Internal")]
        private static extern int AnteKeychainWrite(string service, string account, byte[] bytes, int length);

        [DllImport("__Internal")]
        private static extern int AnteKeychainDelete(string service, string account);
    }
}
#endif

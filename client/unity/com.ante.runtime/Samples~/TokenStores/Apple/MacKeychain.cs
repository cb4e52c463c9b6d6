#if UNITY_EDITOR_OSX || (UNITY_STANDALONE_OSX && !UNITY_EDITOR)
using System;
using System.Runtime.InteropServices;
using System.Text;

namespace Ante.Samples.TokenStores
{
    /// <summary>An item of the user's login Keychain on a Mac. The system may ask the user whether the game may have it.</summary>
    internal sealed class MacKeychain : IKeychain
    {
        private const string Security = "/System/Library/Frameworks/Security.framework/Security";
        private const string CoreFoundation = "/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation";

        private static readonly byte[] Service = Encoding.UTF8.GetBytes(KeychainItem.Service);

        private readonly byte[] account;

        internal MacKeychain(string account) => this.account = Encoding.UTF8.GetBytes(account);

        public int Read(out byte[] content)
        {
            content = new byte[0];
            var status = SecKeychainFindGenericPassword(
                IntPtr.Zero, Length(Service), Service, Length(account), account, out var length, out var bytes, IntPtr.Zero);
            if (status != KeychainStatus.Success) return status;
            if (bytes == IntPtr.Zero) return status;
            content = new byte[length];
            Marshal.Copy(bytes, content, 0, content.Length);
            SecKeychainItemFreeContent(IntPtr.Zero, bytes);
            return status;
        }

        public int Write(byte[] content)
        {
            var status = WithItem(item => SecKeychainItemModifyAttributesAndData(item, IntPtr.Zero, Length(content), content));
            if (status != KeychainStatus.ItemNotFound) return status;
            return SecKeychainAddGenericPassword(
                IntPtr.Zero, Length(Service), Service, Length(account), account, Length(content), content, IntPtr.Zero);
        }

        public int Delete() => WithItem(SecKeychainItemDelete);

        private int WithItem(Func<IntPtr, int> call)
        {
            // Without the content: finding an item asks the user nothing.
            var status = SecKeychainFindGenericPassword(
                IntPtr.Zero, Length(Service), Service, Length(account), account, IntPtr.Zero, IntPtr.Zero, out var item);
            if (status != KeychainStatus.Success) return status;
            try
            {
                return call(item);
            }
            finally
            {
                CFRelease(item);
            }
        }

        private static uint Length(byte[] bytes) => (uint)bytes.Length;

        [DllImport(Security)]
        private static extern int SecKeychainFindGenericPassword(
            IntPtr keychains,
            uint serviceLength,
            byte[] service,
            uint accountLength,
            byte[] account,
            out uint length,
            out IntPtr bytes,
            IntPtr noItem);

        [DllImport(Security)]
        private static extern int SecKeychainFindGenericPassword(
            IntPtr keychains,
            uint serviceLength,
            byte[] service,
            uint accountLength,
            byte[] account,
            IntPtr noLength,
            IntPtr noBytes,
            out IntPtr item);

        [DllImport(Security)]
        private static extern int SecKeychainAddGenericPassword(
            IntPtr keychain,
            uint serviceLength,
            byte[] service,
            uint accountLength,
            byte[] account,
            uint length,
            byte[] bytes,
            IntPtr noItem);

        [DllImport(Security)]
        private static extern int SecKeychainItemModifyAttributesAndData(IntPtr item, IntPtr noAttributes, uint length, byte[] bytes);

        [DllImport(Security)]
        private static extern int SecKeychainItemDelete(IntPtr item);

        [DllImport(Security)]
        private static extern int SecKeychainItemFreeContent(IntPtr noAttributes, IntPtr bytes);

        [DllImport(CoreFoundation)]
        private static extern void CFRelease(IntPtr item);
    }
}
#endif

#if UNITY_EDITOR_WIN || (UNITY_STANDALONE_WIN && !UNITY_EDITOR)
using System;
using System.Runtime.InteropServices;

namespace Ante.Samples.TokenStores
{
    /// <summary>Windows' data protection (DPAPI): the key belongs to the user of this machine.</summary>
    internal sealed class DpapiSeal : ISeal
    {
        /// <summary>Asks the user nothing (CRYPTPROTECT_UI_FORBIDDEN).</summary>
        private const int NoQuestions = 1;

        private delegate bool Call(ref Blob input, out Blob output);

        public byte[] Seal(byte[] open) => Run(
            open,
            (ref Blob input, out Blob output) => CryptProtectData(
                ref input, "Ante", IntPtr.Zero, IntPtr.Zero, IntPtr.Zero, NoQuestions, out output));

        public byte[] Open(byte[] closed) => Run(
            closed,
            (ref Blob input, out Blob output) => CryptUnprotectData(
                ref input, IntPtr.Zero, IntPtr.Zero, IntPtr.Zero, IntPtr.Zero, NoQuestions, out output));

        private static byte[] Run(byte[] bytes, Call call)
        {
            var pinned = GCHandle.Alloc(bytes, GCHandleType.Pinned);
            try
            {
                var input = new Blob { Length = bytes.Length, Bytes = pinned.AddrOfPinnedObject() };
                if (!call(ref input, out var output)) throw DpapiFailure.Of(Marshal.GetLastWin32Error());
                return Take(output);
            }
            finally
            {
                pinned.Free();
            }
        }

        private static byte[] Take(Blob blob)
        {
            try
            {
                var bytes = new byte[blob.Length];
                if (blob.Length > 0) Marshal.Copy(blob.Bytes, bytes, 0, blob.Length);
                return bytes;
            }
            finally
            {
                LocalFree(blob.Bytes);
            }
        }

        [DllImport("crypt32.dll", CharSet = CharSet.Unicode, SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static extern bool CryptProtectData(
            ref Blob input, string description, IntPtr entropy, IntPtr reserved, IntPtr prompt, int flags, out Blob output);

        [DllImport("crypt32.dll", CharSet = CharSet.Unicode, SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static extern bool CryptUnprotectData(
            ref Blob input, IntPtr description, IntPtr entropy, IntPtr reserved, IntPtr prompt, int flags, out Blob output);

        [DllImport("kernel32.dll")]
        private static extern IntPtr LocalFree(IntPtr memory);

        /// <summary>DATA_BLOB.</summary>
        [StructLayout(LayoutKind.Sequential)]
        private struct Blob
        {
            public int Length;
            public IntPtr Bytes;
        }
    }
}
#endif

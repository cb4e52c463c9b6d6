using System;

namespace Ante.Samples.TokenStores
{
    /// <summary>
    /// What the Keystore encrypted: the length of the initialization vector in one byte, the vector, then the encrypted bytes.
    /// Java's bytes have a sign.
    /// </summary>
    internal static class SealedBytes
    {
        internal static byte[] Join(sbyte[] vector, sbyte[] encrypted)
        {
            var bytes = new byte[1 + vector.Length + encrypted.Length];
            bytes[0] = checked((byte)vector.Length);
            Unsigned(vector).CopyTo(bytes, 1);
            Unsigned(encrypted).CopyTo(bytes, 1 + vector.Length);
            return bytes;
        }

        /// <exception cref="TokensLostException">They are not what <see cref="Join"/> made.</exception>
        internal static (sbyte[] Vector, sbyte[] Encrypted) Split(byte[] bytes)
        {
            if (bytes.Length == 0 || bytes[0] == 0 || bytes.Length <= 1 + bytes[0])
                throw new TokensLostException("The file with the session is damaged: sign in again");
            return (Part(bytes, 1, bytes[0]), Part(bytes, 1 + bytes[0], bytes.Length - 1 - bytes[0]));
        }

        internal static sbyte[] Signed(byte[] bytes) => Array.ConvertAll(bytes, each => unchecked((sbyte)each));

        internal static byte[] Unsigned(sbyte[] bytes) => Array.ConvertAll(bytes, each => unchecked((byte)each));

        private static sbyte[] Part(byte[] bytes, int start, int length)
        {
            var part = new byte[length];
            Array.Copy(bytes, start, part, 0, length);
            return Signed(part);
        }
    }
}

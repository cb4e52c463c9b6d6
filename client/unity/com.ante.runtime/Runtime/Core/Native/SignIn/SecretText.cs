using System;
using System.Security.Cryptography;
using System.Text;

namespace Ante
{
    /// <summary>Texts that nobody can guess, and their hashes, as base64url without padding (RFC 4648).</summary>
    internal static class SecretText
    {
        internal static string OfBytes(int count)
        {
            var bytes = new byte[count];
            using (var random = RandomNumberGenerator.Create()) random.GetBytes(bytes);
            return Base64Url(bytes);
        }

        internal static string Sha256(string text)
        {
            using (var sha256 = SHA256.Create()) return Base64Url(sha256.ComputeHash(Encoding.ASCII.GetBytes(text)));
        }

        private static string Base64Url(byte[] bytes) =>
            Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }
}

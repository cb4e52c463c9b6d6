using System;
using System.Linq;

namespace Ante.Samples.TokenStores
{
    /// <summary>Which failures of the Android Keystore last.</summary>
    internal static class KeystoreFailure
    {
        /// <summary>The key is gone or was made invalid, or the bytes are not what it encrypted.</summary>
        private static readonly string[] Lasting =
        {
            "android.security.keystore.KeyPermanentlyInvalidatedException",
            "java.security.UnrecoverableKeyException",
            "javax.crypto.AEADBadTagException",
            "javax.crypto.BadPaddingException",
            "javax.crypto.IllegalBlockSizeException",
        };

        /// <summary>The failure of a call that threw this: the exception's Java class, then its message.</summary>
        internal static TokenStoreException Of(string thrown, Exception? cause = null) => IsLasting(thrown)
            ? new TokensLostException($"Android cannot decrypt the session any more ({thrown}): sign in again", cause)
            : new TokenStoreException($"The Android Keystore does not answer now ({thrown})", cause);

        /// <summary>The key that is no longer there, because the game's files came from another phone for instance.</summary>
        internal static TokensLostException NoKey() =>
            new TokensLostException("The key of the session is not on this phone: sign in again");

        private static bool IsLasting(string thrown) =>
            Lasting.Any(name => thrown.StartsWith(name, StringComparison.Ordinal));
    }
}

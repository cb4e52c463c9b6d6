#if UNITY_ANDROID && !UNITY_EDITOR
using UnityEngine;

namespace Ante.Samples.TokenStores
{
    /// <summary>The game's key in the Android Keystore. It asks for no fingerprint: the game may start without its player.</summary>
    internal sealed class KeystoreKey
    {
        private const string Provider = "AndroidKeyStore";
        private const string Alias = "com.ante.runtime.tokens";
        private const int EncryptAndDecrypt = 3;
        private const int KeyBits = 256;

        /// <summary>Null when there is none.</summary>
        internal AndroidJavaObject? Find()
        {
            using (var store = Store()) return store.Call<AndroidJavaObject>("getKey", Alias, new char[0]);
        }

        internal AndroidJavaObject Make()
        {
            using (var generators = new AndroidJavaClass("javax.crypto.KeyGenerator"))
            using (var generator = generators.CallStatic<AndroidJavaObject>("getInstance", "AES", Provider))
            using (var use = Use())
            {
                Jni.Call(generator, "init", "(Ljava/security/spec/AlgorithmParameterSpec;)V", Jni.Of(use));
                return generator.Call<AndroidJavaObject>("generateKey");
            }
        }

        internal void Delete()
        {
            using (var store = Store()) store.Call("deleteEntry", Alias);
        }

        private static AndroidJavaObject Use()
        {
            using (var builder = new AndroidJavaObject(
                "android.security.keystore.KeyGenParameterSpec$Builder", Alias, EncryptAndDecrypt))
            {
                // Each returns the builder itself. An array that is one argument goes within an array of arguments.
                builder.Call<AndroidJavaObject>("setBlockModes", new object[] { new[] { "GCM" } }).Dispose();
                builder.Call<AndroidJavaObject>("setEncryptionPaddings", new object[] { new[] { "NoPadding" } }).Dispose();
                builder.Call<AndroidJavaObject>("setKeySize", KeyBits).Dispose();
                return builder.Call<AndroidJavaObject>("build");
            }
        }

        private static AndroidJavaObject Store()
        {
            using (var stores = new AndroidJavaClass("java.security.KeyStore"))
            {
                var store = stores.CallStatic<AndroidJavaObject>("getInstance", Provider);
                Jni.Call(store, "load", "(Ljava/security/KeyStore$LoadStoreParameter;)V", Jni.Of(null));
                return store;
            }
        }
    }
}
#endif

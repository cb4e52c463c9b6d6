#if UNITY_ANDROID && !UNITY_EDITOR
using System;
using UnityEngine;

namespace Ante.Samples.TokenStores
{
    /// <summary>AES-GCM by a key in the Android Keystore, which never leaves it. Needs Android 6.</summary>
    internal sealed class KeystoreSeal : ISeal
    {
        private const string Transformation = "AES/GCM/NoPadding";
        private const int Encrypt = 1;
        private const int Decrypt = 2;
        private const int TagBits = 128;

        private readonly KeystoreKey stored = new KeystoreKey();

        public byte[] Seal(byte[] open)
        {
            try
            {
                return Run(() => SealOnce(open));
            }
            catch (TokensLostException)
            {
                // The key cannot be used any more, and neither can what it sealed: begin with a new one.
                return Run(() =>
                {
                    stored.Delete();
                    return SealOnce(open);
                });
            }
        }

        public byte[] Open(byte[] closed) => Run(() =>
        {
            var (vector, encrypted) = SealedBytes.Split(closed);
            using (var key = stored.Find() ?? throw KeystoreFailure.NoKey())
            using (var parameters = new AndroidJavaObject("javax.crypto.spec.GCMParameterSpec", TagBits, vector))
            using (var cipher = Cipher())
            {
                Jni.Call(
                    cipher,
                    "init",
                    "(ILjava/security/Key;Ljava/security/spec/AlgorithmParameterSpec;)V",
                    Jni.Of(Decrypt),
                    Jni.Of(key),
                    Jni.Of(parameters));
                return SealedBytes.Unsigned(cipher.Call<sbyte[]>("doFinal", encrypted));
            }
        });

        private byte[] SealOnce(byte[] open)
        {
            using (var key = stored.Find() ?? stored.Make())
            using (var cipher = Cipher())
            {
                Jni.Call(cipher, "init", "(ILjava/security/Key;)V", Jni.Of(Encrypt), Jni.Of(key));
                var encrypted = cipher.Call<sbyte[]>("doFinal", SealedBytes.Signed(open));
                return SealedBytes.Join(cipher.Call<sbyte[]>("getIV"), encrypted);
            }
        }

        private static AndroidJavaObject Cipher()
        {
            using (var ciphers = new AndroidJavaClass("javax.crypto.Cipher"))
                return ciphers.CallStatic<AndroidJavaObject>("getInstance", Transformation);
        }

        private static byte[] Run(Func<byte[]> call)
        {
            try
            {
                return call();
            }
            catch (AndroidJavaException failure)
            {
                throw KeystoreFailure.Of(failure.Message, failure);
            }
        }
    }
}
#endif

#if UNITY_ANDROID && !UNITY_EDITOR
using System;
using UnityEngine;

namespace Ante.Samples.TokenStores
{
    /// <summary>
    /// Java methods by their exact signature. <see cref="AndroidJavaObject"/> looks for the best match instead, and knows
    /// neither the type of null nor which interface of an object is meant.
    /// </summary>
    internal static class Jni
    {
        internal static void Call(AndroidJavaObject target, string name, string signature, params jvalue[] arguments)
        {
            var method = AndroidJNI.GetMethodID(target.GetRawClass(), name, signature);
            ThrowPending();
            AndroidJNI.CallVoidMethod(target.GetRawObject(), method, arguments);
            ThrowPending();
        }

        internal static jvalue Of(int number) => new jvalue { i = number };

        /// <summary>The object must outlive the call; null is Java's null.</summary>
        internal static jvalue Of(AndroidJavaObject? value) => new jvalue { l = value?.GetRawObject() ?? IntPtr.Zero };

        private static void ThrowPending()
        {
            var thrown = AndroidJNI.ExceptionOccurred();
            if (thrown == IntPtr.Zero) return;
            AndroidJNI.ExceptionClear();
            var type = AndroidJNI.FindClass("java/lang/Throwable");
            var toString = AndroidJNI.GetMethodID(type, "toString", "()Ljava/lang/String;");
            var text = AndroidJNI.CallStringMethod(thrown, toString, new jvalue[0]);
            AndroidJNI.DeleteLocalRef(type);
            AndroidJNI.DeleteLocalRef(thrown);
            throw KeystoreFailure.Of(text);
        }
    }
}
#endif

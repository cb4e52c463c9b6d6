using System;

namespace UnityEngine
{
    public class AndroidJavaObject : IDisposable
    {
        public AndroidJavaObject(string className, params object[] args) => throw StandIn.Only();

        public void Dispose() => throw StandIn.Only();

        public IntPtr GetRawObject() => throw StandIn.Only();

        public IntPtr GetRawClass() => throw StandIn.Only();

        public void Call(string methodName, params object[] args) => throw StandIn.Only();

        public ReturnType Call<ReturnType>(string methodName, params object[] args) => throw StandIn.Only();

        public ReturnType CallStatic<ReturnType>(string methodName, params object[] args) => throw StandIn.Only();
    }

    public class AndroidJavaClass : AndroidJavaObject
    {
        public AndroidJavaClass(string className)
            : base(className)
        {
        }
    }

    public sealed class AndroidJavaException : Exception
    {
        internal AndroidJavaException(string message)
            : base(message)
        {
        }
    }

    public struct jvalue
    {
        public int i;
        public IntPtr l;
    }

    public static class AndroidJNI
    {
        public static IntPtr FindClass(string name) => throw StandIn.Only();

        public static IntPtr GetMethodID(IntPtr clazz, string name, string sig) => throw StandIn.Only();

        public static void CallVoidMethod(IntPtr obj, IntPtr methodID, jvalue[] args) => throw StandIn.Only();

        public static string CallStringMethod(IntPtr obj, IntPtr methodID, jvalue[] args) => throw StandIn.Only();

        public static IntPtr ExceptionOccurred() => throw StandIn.Only();

        public static void ExceptionClear() => throw StandIn.Only();

        public static void DeleteLocalRef(IntPtr obj) => throw StandIn.Only();
    }
}

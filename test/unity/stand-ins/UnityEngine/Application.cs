using System;

namespace UnityEngine
{
    public enum RuntimePlatform
    {
        OSXEditor = 0,
        OSXPlayer = 1,
        WindowsPlayer = 2,
        WindowsEditor = 7,
        IPhonePlayer = 8,
        Android = 11,
        LinuxPlayer = 13,
        LinuxEditor = 16,
        WebGLPlayer = 17,
    }

    public static class Application
    {
        public static event Action<string> deepLinkActivated
        {
            add => throw StandIn.Only();
            remove => throw StandIn.Only();
        }

        public static string absoluteURL => throw StandIn.Only();

        // The one thing that is real here: the package's own tests write files.
        public static string temporaryCachePath => System.IO.Path.GetTempPath();

        public static string persistentDataPath => throw StandIn.Only();

        public static RuntimePlatform platform => throw StandIn.Only();

        public static void OpenURL(string url) => throw StandIn.Only();
    }

    public static class Debug
    {
        public static void Log(object message) => throw StandIn.Only();

        public static void LogWarning(object message) => throw StandIn.Only();

        public static void LogException(Exception exception) => throw StandIn.Only();
    }

    public static class Time
    {
        public static double realtimeSinceStartupAsDouble => throw StandIn.Only();
    }

    internal static class StandIn
    {
        /// <summary>These types are there to compile against; there is no engine behind them.</summary>
        internal static Exception Only() => new NotSupportedException("There is no engine here");
    }
}

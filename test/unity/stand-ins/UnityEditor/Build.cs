using System;
using UnityEngine;

namespace UnityEditor
{
    public enum BuildTarget
    {
        StandaloneOSX = 2,
        StandaloneWindows = 5,
        iOS = 9,
        Android = 13,
        StandaloneWindows64 = 19,
        WebGL = 20,
        StandaloneLinux64 = 24,
    }

    [Flags]
    public enum BuildOptions
    {
        None = 0,
        Development = 1,
    }

    public enum InsecureHttpOption
    {
        NotAllowed = 0,
        DevelopmentOnly = 1,
        AlwaysAllowed = 2,
    }

    [Flags]
    public enum AndroidApplicationEntry : uint
    {
        Activity = 1,
        GameActivity = 2,
    }

    public sealed class PlayerSettings : UnityEngine.Object
    {
        public static InsecureHttpOption insecureHttpOption { get; set; }

        public sealed class WebGL
        {
            public static string template { get; set; }
        }

        public sealed class Android
        {
            public static AndroidApplicationEntry applicationEntry { get; set; }
        }
    }

    public static class EditorUserBuildSettings
    {
        public static BuildTarget activeBuildTarget => throw StandIn.Only();

        public static bool development { get; set; }
    }
}

namespace UnityEditor.Build
{
    public interface IOrderedCallback
    {
        int callbackOrder { get; }
    }

    public interface IPreprocessBuildWithReport : IOrderedCallback
    {
        void OnPreprocessBuild(Reporting.BuildReport report);
    }

    public interface IPostprocessBuildWithReport : IOrderedCallback
    {
        void OnPostprocessBuild(Reporting.BuildReport report);
    }

    public interface IUnityLinkerProcessor : IOrderedCallback
    {
        string GenerateAdditionalLinkXmlFile(Reporting.BuildReport report, UnityLinker.UnityLinkerBuildPipelineData data);
    }

    public class BuildFailedException : Exception
    {
        public BuildFailedException(string message)
            : base(message)
        {
        }
    }
}

namespace UnityEditor.Build.Reporting
{
    public sealed class BuildReport : UnityEngine.Object
    {
        public BuildSummary summary => throw StandIn.Only();
    }

    public struct BuildSummary
    {
        public BuildTarget platform => throw StandIn.Only();

        public string outputPath => throw StandIn.Only();

        public BuildOptions options => throw StandIn.Only();
    }
}

namespace UnityEditor.UnityLinker
{
    public sealed class UnityLinkerBuildPipelineData
    {
    }
}

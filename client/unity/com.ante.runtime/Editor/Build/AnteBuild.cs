using System.IO;
using System.Linq;
using UnityEditor;
using UnityEditor.Build;
using UnityEditor.Build.Reporting;
using UnityEditor.UnityLinker;
using UnityEngine;

namespace Ante.Editor
{
    /// <summary>
    /// Checks every build, tells the page of a WebGL build where the server is, and keeps the package from being stripped: Unity reads
    /// no <c>link.xml</c> in packages by itself.
    /// </summary>
    internal sealed class AnteBuild : IPreprocessBuildWithReport, IPostprocessBuildWithReport, IUnityLinkerProcessor
    {
        public int callbackOrder => 0;

        public void OnPreprocessBuild(BuildReport report)
        {
            var settings = Project.ExistingSettings();
            // Without the asset, the game makes its options by itself.
            if (settings == null) return;
            var target = report.summary.platform;
            var development = (report.summary.options & BuildOptions.Development) != 0;
            var problems = BuildChecks.Find(Project.FactsOf(settings, target, development));
            foreach (var problem in problems) Debug.LogWarning("Ante: " + problem.Message);
            if (problems.Any(problem => problem.IsFatal))
                throw new BuildFailedException("Players could not sign in to this build; see Window, Ante. " + problems.First(problem => problem.IsFatal).Message);
        }

        public void OnPostprocessBuild(BuildReport report)
        {
            var settings = Project.ExistingSettings();
            var page = Path.Combine(report.summary.outputPath, "index.html");
            if (settings == null || report.summary.platform != BuildTarget.WebGL || !File.Exists(page)) return;
            File.WriteAllText(page, BuiltPage.WithServer(File.ReadAllText(page), settings.Server));
        }

        public string GenerateAdditionalLinkXmlFile(BuildReport report, UnityLinkerBuildPipelineData data) =>
            Path.GetFullPath("Packages/com.ante.runtime/Runtime/link.xml");
    }
}

using System;
using System.IO;
using System.Linq;
using Ante.Editor;

namespace Ante.Unity.Tests
{
    /// <summary>The Editor's checks, without an Editor.</summary>
    internal static class BuildReview
    {
        /// <summary>Prints what is wrong with a build: whether it is fatal, its fix and its message.</summary>
        internal static int Check(string[] facts)
        {
            var build = new BuildFacts
            {
                Kind = Enum.Parse<BuildKind>(facts[0]),
                Development = facts.Contains("development"),
                HasScheme = facts.Contains("scheme"),
                HasTemplate = facts.Contains("template"),
                AllowsHttp = facts.Contains("http"),
                Server = ValueOf(facts, "server="),
                NativeClientId = ValueOf(facts, "native="),
                WebClientId = ValueOf(facts, "web="),
                RedirectUri = ValueOf(facts, "redirect="),
            };
            foreach (var problem in BuildChecks.Find(build))
                Console.WriteLine($"{(problem.IsFatal ? "fatal" : "hint")} {problem.Fix} {problem.Message}");
            return 0;
        }

        /// <summary>Prints a manifest with a scheme added; without a file, a new one.</summary>
        internal static int AddScheme(string scheme, string activity, string file)
        {
            var before = file == "" ? null : File.ReadAllText(file);
            var after = AndroidManifest.WithScheme(before, scheme, activity);
            Console.WriteLine($"{AndroidManifest.HasScheme(before, scheme)} {AndroidManifest.HasScheme(after, scheme)}");
            Console.Write(after);
            return 0;
        }

        /// <summary>Prints a page as a build leaves it.</summary>
        internal static int ShowPage(string file, string server)
        {
            Console.Write(BuiltPage.WithServer(File.ReadAllText(file), server));
            return 0;
        }

        private static string ValueOf(string[] facts, string name) =>
            facts.FirstOrDefault(fact => fact.StartsWith(name, StringComparison.Ordinal))?.Substring(name.Length) ?? "";
    }
}

using System;
using System.Collections.Generic;

namespace Ante.Editor
{
    /// <summary>Finds what would keep players of a build from signing in.</summary>
    internal static class BuildChecks
    {
        internal static List<BuildProblem> Find(BuildFacts facts)
        {
            var problems = new List<BuildProblem>();
            CheckServer(facts, problems);
            CheckClient(facts, problems);
            if (facts.Kind == BuildKind.Android || facts.Kind == BuildKind.Ios) CheckScheme(facts, problems);
            if (facts.Kind == BuildKind.Web && !facts.HasTemplate)
            {
                problems.Add(new BuildProblem(
                    "The page of this build is not Ante's template. That is fine when your own template loads /ante.js before the game.",
                    BuildFix.InstallTemplate,
                    isFatal: false));
            }

            return problems;
        }

        /// <summary>The scheme of a redirect URI; empty when it has none that can be private (RFC 8252, section 7.1).</summary>
        internal static string SchemeOf(string redirectUri)
        {
            var colon = redirectUri.IndexOf(':');
            var scheme = colon < 0 ? "" : redirectUri.Substring(0, colon);
            return Uri.CheckSchemeName(scheme) && scheme.Contains(".") ? scheme : "";
        }

        private static void CheckServer(BuildFacts facts, List<BuildProblem> problems)
        {
            if (!Uri.TryCreate(facts.Server, UriKind.Absolute, out var server) || (server.Scheme != "https" && server.Scheme != "http"))
            {
                problems.Add(new BuildProblem("Server is missing: the address of your Ante, such as https://ante.example.", BuildFix.OpenSettings));
            }
            else if (server.Scheme == "http" && !server.IsLoopback)
            {
                problems.Add(new BuildProblem($"Server is {facts.Server}: only https keeps tokens secret on the way.", BuildFix.OpenSettings));
            }
            else if (server.Scheme == "http" && !facts.Development)
            {
                problems.Add(new BuildProblem(
                    $"Server is {facts.Server}, the player's own machine: a release build needs the https address of your Ante.",
                    BuildFix.OpenSettings));
            }
            else if (server.Scheme == "http" && facts.Kind != BuildKind.Web && !facts.AllowsHttp)
            {
                problems.Add(new BuildProblem(
                    "Unity refuses http: set Player Settings, Other Settings, Allow downloads over HTTP to 'Allowed in development builds'.",
                    BuildFix.None));
            }
        }

        private static void CheckClient(BuildFacts facts, List<BuildProblem> problems)
        {
            if (facts.Kind == BuildKind.Web && facts.WebClientId == "")
            {
                problems.Add(new BuildProblem(
                    "Web client id is missing: register a client of type public with the page's origin in allowed_origins.",
                    BuildFix.OpenSettings));
            }
            else if (facts.Kind != BuildKind.Web && facts.NativeClientId == "")
            {
                problems.Add(new BuildProblem(
                    "Native client id is missing: register a client of type native.", BuildFix.OpenSettings));
            }
        }

        private static void CheckScheme(BuildFacts facts, List<BuildProblem> problems)
        {
            if (SchemeOf(facts.RedirectUri) == "")
            {
                problems.Add(new BuildProblem(
                    "Redirect URI is missing: a private scheme with a dot, such as com.studio.game:/signed-in, registered for the client.",
                    BuildFix.OpenSettings));
            }
            else if (!facts.HasScheme)
            {
                problems.Add(new BuildProblem(
                    $"The scheme {SchemeOf(facts.RedirectUri)} does not open this game: browsers would not find the way back from the sign-in.",
                    BuildFix.AddScheme));
            }
        }
    }
}

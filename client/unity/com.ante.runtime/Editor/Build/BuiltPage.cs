using System;

namespace Ante.Editor
{
    /// <summary>The page of a WebGL build that was made by the package's template.</summary>
    internal static class BuiltPage
    {
        /// <summary>What the template has in the server's place.</summary>
        private const string Placeholder = "https://ante.invalid/";

        /// <summary>The page with the address of the server; a page of another template stays as it is.</summary>
        internal static string WithServer(string page, string server) =>
            page.Replace(Placeholder, new Uri(server).AbsoluteUri.TrimEnd('/').Replace("&", "&amp;") + "/");
    }
}

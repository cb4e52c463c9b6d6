namespace Ante.Editor
{
    /// <summary>A kind of build, as far as it matters here.</summary>
    internal enum BuildKind
    {
        Desktop,
        Android,
        Ios,
        Web,
    }

    /// <summary>What a build is made of, as far as Ante depends on it.</summary>
    internal sealed class BuildFacts
    {
        internal BuildKind Kind { get; set; }

        /// <summary>Whether it is a development build.</summary>
        internal bool Development { get; set; }

        internal string Server { get; set; } = "";

        internal string NativeClientId { get; set; } = "";

        internal string WebClientId { get; set; } = "";

        internal string RedirectUri { get; set; } = "";

        /// <summary>Whether this platform's project opens the game by the scheme of the redirect URI.</summary>
        internal bool HasScheme { get; set; }

        /// <summary>Whether plain http is allowed at all: <em>Allow downloads over HTTP</em> of the player settings.</summary>
        internal bool AllowsHttp { get; set; }

        /// <summary>Whether the page of a WebGL build is the package's template.</summary>
        internal bool HasTemplate { get; set; }
    }
}

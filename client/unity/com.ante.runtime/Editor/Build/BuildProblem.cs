namespace Ante.Editor
{
    /// <summary>What the window can do about a problem.</summary>
    internal enum BuildFix
    {
        /// <summary>Nothing: the developer has to.</summary>
        None,

        /// <summary>Open the settings.</summary>
        OpenSettings,

        /// <summary>Register the redirect URI's scheme with the platform.</summary>
        AddScheme,

        /// <summary>Copy the WebGL template into the project, and choose it.</summary>
        InstallTemplate,
    }

    /// <summary>Something that a build would suffer from.</summary>
    internal sealed class BuildProblem
    {
        internal BuildProblem(string message, BuildFix fix, bool isFatal = true)
        {
            Message = message;
            Fix = fix;
            IsFatal = isFatal;
        }

        /// <summary>What is wrong, and what would be right.</summary>
        internal string Message { get; }

        internal BuildFix Fix { get; }

        /// <summary>Whether players could not sign in: such a build fails.</summary>
        internal bool IsFatal { get; }
    }
}

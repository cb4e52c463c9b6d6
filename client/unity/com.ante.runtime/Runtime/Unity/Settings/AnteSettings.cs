using System;
using UnityEngine;

namespace Ante.Unity
{
    /// <summary>
    /// The game's settings for Ante, as an asset in a folder <c>Resources</c>: <em>Edit, Project Settings, Ante</em> makes and
    /// shows it. Nothing in it is secret.
    /// </summary>
    public sealed class AnteSettings : ScriptableObject
    {
        /// <summary>Name of the asset within <c>Resources</c>.</summary>
        public const string ResourceName = "AnteSettings";

        [SerializeField]
        [Tooltip("Address of the runtime, such as https://ante.example")]
        private string server = "";

        [SerializeField]
        [Tooltip("Id of the native client: Editor, desktop, Android, iOS")]
        private string nativeClientId = "";

        [SerializeField]
        [Tooltip("Id of the public client with allowed origins: WebGL")]
        private string webClientId = "";

        [SerializeField]
        [Tooltip("Where browsers on Android and iOS come back to, such as com.studio.game:/signed-in")]
        private string redirectUri = "";

        [SerializeField]
        [Tooltip("What players are asked to allow: public, wallet, profile")]
        private string scope = "public";

        /// <summary>Address of the runtime.</summary>
        public string Server => server;

        /// <summary>Id of the native client: Editor, desktop, Android and iOS.</summary>
        public string NativeClientId => nativeClientId;

        /// <summary>Id of the web client: WebGL builds.</summary>
        public string WebClientId => webClientId;

        /// <summary>Where browsers on Android and iOS come back to.</summary>
        public string RedirectUri => redirectUri;

        /// <summary>What players are asked to allow.</summary>
        public string Scope => scope;

        /// <summary>The project's settings.</summary>
        /// <exception cref="InvalidOperationException">The project has none.</exception>
        public static AnteSettings Load()
        {
            var settings = Resources.Load<AnteSettings>(ResourceName);
            if (settings != null) return settings;
            throw new InvalidOperationException("This project has no settings for Ante: open Edit, Project Settings, Ante");
        }

        /// <summary>Options for a client, to be completed with a token store for instance.</summary>
        public AnteOptions ToOptions() => new AnteOptions
        {
            Server = server,
            ClientId = nativeClientId,
            WebClientId = webClientId == "" ? null : webClientId,
            RedirectUri = redirectUri == "" ? null : redirectUri,
            Scope = scope,
        };
    }
}

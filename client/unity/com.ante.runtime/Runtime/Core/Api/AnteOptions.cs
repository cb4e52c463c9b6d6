using System;
using System.Threading;
using System.Threading.Tasks;

namespace Ante
{
    /// <summary>What <see cref="AnteClient.CreateAsync"/> needs to know.</summary>
    public sealed class AnteOptions
    {
        /// <summary>
        /// Address of the runtime, such as <c>https://ante.example</c> or <c>https://games.example/ante</c>; http on loopback
        /// only.
        /// </summary>
        public string Server { get; set; } = "";

        /// <summary>Id of the game's registered native client.</summary>
        public string ClientId { get; set; } = "";

        /// <summary>Id of the game's registered web client, for WebGL builds; null: <see cref="ClientId"/> there too.</summary>
        public string? WebClientId { get; set; }

        /// <summary>What players are asked to allow, separated by spaces: <c>public</c>, <c>wallet</c>, <c>profile</c>.</summary>
        public string Scope { get; set; } = "public";

        /// <summary>
        /// Where the browser comes back to on Android and iOS: a private scheme with a dot, such as
        /// <c>com.studio.game:/signed-in</c>, registered for the client. Desktop and Editor use a loopback address.
        /// </summary>
        public string? RedirectUri { get; set; }

        /// <summary>Where tokens are kept. Null: in memory, so that players sign in at every start.</summary>
        public ITokenStore? TokenStore { get; set; }

        /// <summary>
        /// For games whose own server signs players in: gives a valid access token, and is asked again when the last one has
        /// expired. <see cref="AnteClient.LoginAsync"/> is not used then.
        /// </summary>
        public Func<CancellationToken, Task<string>>? AccessToken { get; set; }

        /// <summary>Instead of the platform's own transport: <see cref="MockServer.TransportFor"/>, for instance.</summary>
        public ITransport? Transport { get; set; }

        /// <summary>
        /// Gets what a handler of the game threw, and why the token store could not keep the session. Null: the platform's log.
        /// </summary>
        public Action<Exception>? HandlerFailed { get; set; }

        internal void Report(Exception failure)
        {
            if (HandlerFailed != null) HandlerFailed(failure);
            else AntePlatform.Current?.Report(failure);
        }
    }
}

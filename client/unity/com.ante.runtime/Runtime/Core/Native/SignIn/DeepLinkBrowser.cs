using System;
using System.Threading;
using System.Threading.Tasks;

namespace Ante
{
    /// <summary>
    /// The system's browser on phones: it comes back by an address of the game's own scheme (RFC 8252, section 7.1), which the
    /// engine tells of. The game may have ended meanwhile and be started by it.
    /// </summary>
    public sealed class DeepLinkBrowser : IBrowser
    {
        private readonly string redirectUri;
        private readonly Action<string> open;
        private string? launch;
        private Redirect? waiting;

        /// <summary>Makes a browser.</summary>
        /// <param name="redirectUri">Such as <c>com.studio.game:/signed-in</c>, registered for the client.</param>
        /// <param name="open">Shows an address in the system's browser.</param>
        /// <param name="launch">The address that the game was started by; null: it was started otherwise.</param>
        public DeepLinkBrowser(string redirectUri, Action<string> open, string? launch)
        {
            this.redirectUri = redirectUri;
            this.open = open;
            this.launch = IsOurs(launch) ? launch : null;
        }

        /// <inheritdoc/>
        public event Action<IArrival> Arrived = _ => { };

        /// <summary>The engine was told of an address; false when it is not one that a sign-in comes back to.</summary>
        public bool Deliver(string url)
        {
            if (!IsOurs(url)) return false;
            var arrival = new Arrival(url);
            if (waiting != null) waiting.Arrivals.Add(arrival);
            else Arrived(arrival);
            return true;
        }

        /// <inheritdoc/>
        public Task<IRedirect> PrepareAsync(CancellationToken cancellation)
        {
            waiting = new Redirect(this);
            return Task.FromResult<IRedirect>(waiting);
        }

        /// <inheritdoc/>
        public void Open(string url) => open(url);

        /// <inheritdoc/>
        public IArrival? TakeLaunch()
        {
            var taken = launch;
            launch = null;
            return taken == null ? null : new Arrival(taken);
        }

        private bool IsOurs(string? url) => url != null && url.StartsWith(redirectUri, StringComparison.OrdinalIgnoreCase);

        private sealed class Redirect : IRedirect
        {
            private readonly DeepLinkBrowser browser;

            internal Redirect(DeepLinkBrowser browser) => this.browser = browser;

            public string Uri => browser.redirectUri;

            internal ArrivalQueue Arrivals { get; } = new ArrivalQueue();

            public Task<IArrival> ReceiveAsync(CancellationToken cancellation) => Arrivals.ReceiveAsync(cancellation);

            public void Dispose()
            {
                if (browser.waiting == this) browser.waiting = null;
            }
        }

        /// <summary>The game itself is in front again: there is no page to show anything on.</summary>
        private sealed class Arrival : IArrival
        {
            internal Arrival(string url) => Url = url;

            public string Url { get; }

            public void Reply(RedirectReply reply)
            {
            }
        }
    }
}

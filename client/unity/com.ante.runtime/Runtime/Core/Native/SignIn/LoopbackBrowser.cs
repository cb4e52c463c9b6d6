using System;
using System.Threading;
using System.Threading.Tasks;

namespace Ante
{
    /// <summary>
    /// The system's browser on desktop and in the Editor: it comes back to a port of this machine that listens for one sign-in
    /// (RFC 8252, section 7.3). The client needs <c>http://127.0.0.1/</c> among its redirect URIs; any port will do.
    /// </summary>
    public sealed class LoopbackBrowser : IBrowser
    {
        private readonly Action<string> open;
        private readonly bool readFragment;

        /// <summary>Makes a browser.</summary>
        /// <param name="open">Shows an address in the system's browser.</param>
        /// <param name="readFragment">Whether the answer has a part that only the page itself can read: the wallet assertion.</param>
        public LoopbackBrowser(Action<string> open, bool readFragment)
        {
            this.open = open;
            this.readFragment = readFragment;
        }

        /// <inheritdoc/>
        public event Action<IArrival> Arrived
        {
            // A port listens only while a sign-in waits.
            add { }
            remove { }
        }

        /// <inheritdoc/>
        public Task<IRedirect> PrepareAsync(CancellationToken cancellation) =>
            Task.FromResult<IRedirect>(new LoopbackRedirect(readFragment));

        /// <inheritdoc/>
        public void Open(string url) => open(url);

        /// <inheritdoc/>
        public IArrival? TakeLaunch() => null;
    }
}

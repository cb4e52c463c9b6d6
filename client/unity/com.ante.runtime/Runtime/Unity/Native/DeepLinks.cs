using System;

namespace Ante.Unity
{
    /// <summary>
    /// Addresses that start or wake the game. One that comes before a client is there waits for it: the game may show its
    /// menu first.
    /// </summary>
    internal sealed class DeepLinks
    {
        private WeakReference<DeepLinkBrowser>? browser;
        private string? waiting;

        /// <summary>Starts with the address that the game was started by; empty: it was started otherwise.</summary>
        internal DeepLinks(string? launch) => waiting = string.IsNullOrEmpty(launch) ? null : launch;

        /// <summary>The engine was told of an address.</summary>
        internal void Deliver(string url)
        {
            if (browser != null && browser.TryGetTarget(out var target)) target.Deliver(url);
            else waiting = url;
        }

        /// <summary>A browser that gets the addresses from now on, and the one that waits.</summary>
        internal DeepLinkBrowser Connect(string redirectUri, Action<string> open)
        {
            var connected = new DeepLinkBrowser(redirectUri, open, waiting);
            waiting = null;
            browser = new WeakReference<DeepLinkBrowser>(connected);
            return connected;
        }
    }
}

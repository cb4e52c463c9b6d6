using System;

namespace Ante
{
    /// <summary>How to sign in.</summary>
    public sealed class LoginOptions
    {
        /// <summary>WebGL only: which way. Other platforms open the system's browser.</summary>
        public LoginMode Mode { get; set; } = LoginMode.Automatic;

        /// <summary>Give up after this time.</summary>
        public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(10);
    }

    /// <summary>Which way a WebGL build signs in.</summary>
    public enum LoginMode
    {
        /// <summary>The way that the browser client finds best.</summary>
        Automatic,

        /// <summary>A popup; it must be asked for straight from a click or a key.</summary>
        Popup,

        /// <summary>The whole page goes there and comes back.</summary>
        Redirect,

        /// <summary>A window of its own that need not be able to talk to the page (portals).</summary>
        Handoff,
    }
}

using System;
using System.Linq;
using UnityEngine;

namespace Ante.Unity
{
    /// <summary>Picks the way back from the system's browser.</summary>
    internal static class UnityBrowser
    {
        internal static IBrowser For(AnteOptions options, RuntimePlatform platform, DeepLinks links)
        {
            if (platform != RuntimePlatform.Android && platform != RuntimePlatform.IPhonePlayer)
                return new LoopbackBrowser(Application.OpenURL, options.Scope.Split(' ').Contains("wallet"));
            var redirectUri = options.RedirectUri;
            if (!string.IsNullOrEmpty(redirectUri)) return links.Connect(redirectUri!, Application.OpenURL);
            if (options.AccessToken != null) return links.Connect("none:/", Application.OpenURL);
            throw new ArgumentException(
                "AnteOptions.RedirectUri is missing: on phones the browser comes back by an address such as " +
                "com.studio.game:/signed-in, registered for the client");
        }
    }
}

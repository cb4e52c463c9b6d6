using System;
using System.Collections.Generic;
using System.IO;
using UnityEngine;

namespace Ante.Unity
{
    /// <summary>Unity as the platform of clients: picks their transport, and tells them when the game goes to the background.</summary>
    internal sealed class UnityPlatform : IAntePlatform
    {
        private readonly List<WeakReference<ITransport>> transports = new List<WeakReference<ITransport>>();
        private readonly UnityScheduler scheduler = new UnityScheduler();
        private readonly DeepLinks links;
        private bool background;

        internal UnityPlatform(string? launch) => links = new DeepLinks(launch);

        public ITransport CreateTransport(AnteOptions options)
        {
            var transport = Make(options);
            transport.SetBackground(background);
            transports.RemoveAll(each => !each.TryGetTarget(out _));
            transports.Add(new WeakReference<ITransport>(transport));
            return transport;
        }

        public void Report(Exception exception) => Debug.LogException(exception);

        internal IScheduler Scheduler => scheduler;

        /// <summary>One frame has passed.</summary>
        internal void Tick() => scheduler.Tick();

        /// <summary>The game goes to the background or comes back.</summary>
        internal void SetBackground(bool isBackground)
        {
            background = isBackground;
            foreach (var each in transports.ToArray())
            {
                if (each.TryGetTarget(out var transport)) transport.SetBackground(isBackground);
            }
        }

        /// <summary>An address has woken the game.</summary>
        internal void Deliver(string url) => links.Deliver(url);

#if UNITY_WEBGL && !UNITY_EDITOR
        private ITransport Make(AnteOptions options) => new WebTransport(options, new WebLibrary(), scheduler);
#else
        private ITransport Make(AnteOptions options)
        {
            var folder = Path.Combine(Application.persistentDataPath, "ante");
            var browser = UnityBrowser.For(options, Application.platform, links);
            return new NativeTransport(options, new NativeSurroundings(new UnityHttp(), scheduler, new FileStorage(folder), browser));
        }
#endif
    }
}

namespace Ante
{
    /// <summary>What a platform gives to a <see cref="NativeTransport"/>.</summary>
    public sealed class NativeSurroundings
    {
        /// <summary>Puts them together.</summary>
        public NativeSurroundings(IHttp http, IScheduler scheduler, IStorage storage, IBrowser browser)
        {
            Http = http;
            Scheduler = scheduler;
            Storage = storage;
            Browser = browser;
        }

        /// <summary>Sends requests.</summary>
        public IHttp Http { get; }

        /// <summary>Time.</summary>
        public IScheduler Scheduler { get; }

        /// <summary>What outlives the game, tokens aside.</summary>
        public IStorage Storage { get; }

        /// <summary>Where players sign in.</summary>
        public IBrowser Browser { get; }
    }
}

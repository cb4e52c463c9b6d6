using System;

namespace Ante
{
    /// <summary>What an engine gives to clients that are not told otherwise.</summary>
    public interface IAntePlatform
    {
        /// <summary>The transport for this platform.</summary>
        ITransport CreateTransport(AnteOptions options);

        /// <summary>Logs what a handler of the game threw.</summary>
        void Report(Exception exception);
    }

    /// <summary>The platform that the game runs on; the engine's assembly sets it before the first scene.</summary>
    public static class AntePlatform
    {
        /// <summary>Null where no engine is: clients then need <see cref="AnteOptions.Transport"/>.</summary>
        public static IAntePlatform? Current { get; set; }
    }
}

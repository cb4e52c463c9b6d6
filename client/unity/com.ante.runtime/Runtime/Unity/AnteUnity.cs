using System;

namespace Ante.Unity
{
    /// <summary>What the engine gives to a game's own code.</summary>
    public static class AnteUnity
    {
        /// <summary>Time that goes on with the game's frames, for a <see cref="MockServer"/>.</summary>
        /// <exception cref="InvalidOperationException">The game does not run.</exception>
        public static IScheduler Scheduler => (AntePlatform.Current as UnityPlatform)?.Scheduler
            ?? throw new InvalidOperationException("Time goes on only while the game runs");
    }
}

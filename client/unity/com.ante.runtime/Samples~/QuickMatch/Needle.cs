using System;

namespace Ante.Samples.QuickMatch
{
    /// <summary>
    /// A game as small as can be: a needle swings over a scale of 0 to 100, and the player stops it on a mark five times. The
    /// seed decides marks and speeds, so that both players of a match have the same ones.
    /// </summary>
    public sealed class Needle
    {
        /// <summary>How often it is stopped.</summary>
        public const int Stops = 5;

        private readonly int[] marks = new int[Stops];
        private readonly int[] swings = new int[Stops];

        /// <summary>The game of a seed.</summary>
        public Needle(string seed)
        {
            var random = new AnteRandom(seed);
            var markStream = random.Stream("marks");
            var swingStream = random.Stream("swings");
            for (var stop = 0; stop < Stops; stop++)
            {
                marks[stop] = markStream.NextInt(5, 96);
                swings[stop] = swingStream.NextInt(700, 1400);
            }
        }

        /// <summary>How often it has been stopped.</summary>
        public int Done { get; private set; }

        /// <summary>100 points for each stop right on the mark, less for one beside it.</summary>
        public int Score { get; private set; }

        /// <summary>Whether the game is over.</summary>
        public bool IsOver => Done == Stops;

        /// <summary>Where to stop the needle, 0 to 100.</summary>
        public int Mark => marks[Math.Min(Done, Stops - 1)];

        /// <summary>Where the needle is, so many milliseconds after the last stop.</summary>
        public int PositionAfter(long milliseconds)
        {
            var swing = swings[Math.Min(Done, Stops - 1)];
            var phase = (int)(milliseconds % (2 * swing));
            return 100 * (phase < swing ? phase : (2 * swing) - phase) / swing;
        }

        /// <summary>Stops the needle.</summary>
        public void Stop(long milliseconds)
        {
            if (IsOver) return;
            Score += Math.Max(0, 100 - (2 * Math.Abs(PositionAfter(milliseconds) - Mark)));
            Done++;
        }
    }
}

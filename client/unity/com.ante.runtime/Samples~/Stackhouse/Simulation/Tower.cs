using System;
using System.Collections.Generic;
using System.Linq;

namespace Ante.Samples.Stackhouse
{
    /// <summary>Why a round is over.</summary>
    public enum Ending
    {
        /// <summary>A slab fell beside the tower.</summary>
        Missed,

        /// <summary>The time was over.</summary>
        Time,

        /// <summary>The tower is whole.</summary>
        Roof,
    }

    /// <summary>
    /// One round: a tower that grows by presses. It has no clock of its own; integers alone decide, so that the same seed and
    /// presses make the same score on every device.
    /// </summary>
    public sealed class Tower
    {
        /// <summary>The time of a round is over after so many ticks.</summary>
        public const int RoundTicks = 60 * Level.TicksPerSecond;

        /// <summary>Ticks after a drop during which a press is not meant for the next slab.</summary>
        public const int RestTicks = 18;

        private const int PerfectWithin = 450;
        private const int MinHold = 300;
        private const int WholePoints = 100;
        private const int StreakPoints = 20;
        private const int StreakCap = 10;
        private const int StreakToGrow = 3;

        private readonly List<Slab> slabs = new List<Slab> { Slab.Foundation };
        private int slidingSince;

        /// <summary>Starts a round on the level of a seed.</summary>
        public Tower(string seed) => Level = new Level(seed);

        /// <summary>What the seed decided.</summary>
        public Level Level { get; }

        /// <summary>The tick that it is.</summary>
        public int Tick { get; private set; }

        /// <summary>Points so far.</summary>
        public int Score { get; private set; }

        /// <summary>Perfect drops in a row.</summary>
        public int Streak { get; private set; }

        /// <summary>Why the round is over; null while it goes on.</summary>
        public Ending? Ending { get; private set; }

        /// <summary>The foundation and what stands on it.</summary>
        public IReadOnlyList<Slab> Slabs => slabs;

        /// <summary>The slab that the next one has to meet.</summary>
        public Slab Top => slabs[slabs.Count - 1];

        /// <summary>How the current slab slides; null when there is none any more.</summary>
        public Slide? Slide => Ending == null && slabs.Count <= Level.Roof ? Level.Slides[slabs.Count - 1] : null;

        /// <summary>How far the sliding slab is from the middle of the tower's top.</summary>
        public int Offset => Slide?.OffsetAfter(Tick - slidingSince) ?? 0;

        /// <summary>The score of a whole round from its seed and the ticks of its presses, in order.</summary>
        public static int Replay(string seed, IEnumerable<int> presses)
        {
            var tower = new Tower(seed);
            foreach (var tick in presses)
            {
                tower.AdvanceTo(tick);
                tower.Press();
            }

            tower.AdvanceTo(RoundTicks);
            return tower.Score;
        }

        /// <summary>Lets time pass, up to the end of the round's time.</summary>
        public void AdvanceTo(int tick)
        {
            if (Ending != null || tick <= Tick) return;
            Tick = Math.Min(tick, RoundTicks);
            if (tick >= RoundTicks) Ending = Stackhouse.Ending.Time;
        }

        /// <summary>Lets the sliding slab go. Nothing happens right after a drop, and after the end.</summary>
        public void Press()
        {
            var slide = Slide;
            if (slide == null || Tick - slidingSince < RestTicks) return;
            var offset = Offset;
            var overlap = Top.Along(slide.Axis) - Math.Abs(offset);
            if (Math.Abs(offset) <= PerfectWithin) PlacePerfectly(slide.Axis);
            else if (overlap < MinHold) Miss();
            else PlaceCut(slide.Axis, offset, overlap);
        }

        private void PlacePerfectly(Axis axis)
        {
            Streak++;
            var points = WholePoints + (StreakPoints * Math.Min(Streak, StreakCap));
            Place(Streak >= StreakToGrow ? Top.Grown(axis) : Top, points);
        }

        private void PlaceCut(Axis axis, int offset, int overlap)
        {
            Streak = 0;
            var points = WholePoints * overlap / Top.Along(axis);
            Place(Top.Span(axis, Math.Max(offset, 0), overlap), points);
        }

        private void Miss()
        {
            Streak = 0;
            Ending = Stackhouse.Ending.Missed;
        }

        private void Place(Slab slab, int points)
        {
            slabs.Add(slab);
            slidingSince = Tick;
            Score += points;
            if (slabs.Count > Level.Roof) Ending = Stackhouse.Ending.Roof;
        }
    }
}

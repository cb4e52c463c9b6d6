using System.Collections.Generic;

namespace Ante.Samples.Stackhouse
{
    /// <summary>The horizontal direction that a slab moves along.</summary>
    public enum Axis
    {
        /// <summary>Left and right.</summary>
        X,

        /// <summary>Near and far.</summary>
        Z,
    }

    /// <summary>How one slab slides to and fro over the tower.</summary>
    public sealed class Slide
    {
        internal Slide(Axis axis, int side, int distance, int speed)
        {
            Axis = axis;
            Side = side;
            Distance = distance;
            Speed = speed;
        }

        /// <summary>Along which it slides.</summary>
        public Axis Axis { get; }

        /// <summary>The side that it comes from: -1 or 1.</summary>
        public int Side { get; }

        /// <summary>Where it starts, from the middle of the tower's top; at most <see cref="Level.Reach"/>.</summary>
        public int Distance { get; }

        /// <summary>Length units a tick.</summary>
        public int Speed { get; }

        /// <summary>How far the slab is from the middle of the tower's top, so many ticks after it began to slide.</summary>
        public int OffsetAfter(int ticks)
        {
            var travelled = (Level.Reach - Distance + (Speed * ticks)) % (4 * Level.Reach);
            var outAndBack = travelled < 2 * Level.Reach ? travelled - Level.Reach : (3 * Level.Reach) - travelled;
            return Side == -1 ? outAndBack : -outAndBack;
        }
    }

    /// <summary>What a seed decides: both players of a match get the same.</summary>
    public sealed class Level
    {
        /// <summary>Steps of the simulation in a second.</summary>
        public const int TicksPerSecond = 120;

        /// <summary>Edge of a whole slab; every length is an integer in this unit.</summary>
        public const int Base = 10_000;

        /// <summary>How far from the middle of the tower's top a slab turns around.</summary>
        public const int Reach = 13_500;

        /// <summary>Slabs that make a tower whole.</summary>
        public const int Roof = 60;

        private const int NearestStart = 11_500;
        private const int FirstSpeed = 94;
        private const int SpeedVariation = 9;

        /// <summary>The level of a seed of 64 lowercase hex digits.</summary>
        public Level(string seed)
        {
            var random = new Sfc32(seed);
            Hue = random.Below(360);
            var direction = random.Below(2) == 0 ? -1 : 1;
            HueStep = direction * (5 + random.Below(5));
            var firstAxis = random.Below(2);
            var slides = new Slide[Roof];
            for (var index = 0; index < Roof; index++) slides[index] = MakeSlide(index, firstAxis, random);
            Slides = slides;
        }

        /// <summary>Colour of the foundation, degrees of a colour wheel.</summary>
        public int Hue { get; }

        /// <summary>Degrees from one slab to the next.</summary>
        public int HueStep { get; }

        /// <summary>One for each slab up to the roof.</summary>
        public IReadOnlyList<Slide> Slides { get; }

        private static Slide MakeSlide(int index, int firstAxis, Sfc32 random)
        {
            var faster = (index * 2) + (index >> 1);
            var axis = (index + firstAxis) % 2 == 0 ? Axis.X : Axis.Z;
            var side = random.Below(2) == 0 ? -1 : 1;
            var distance = NearestStart + random.Below(Reach - NearestStart + 1);
            return new Slide(axis, side, distance, FirstSpeed + faster + random.Below(SpeedVariation));
        }
    }
}

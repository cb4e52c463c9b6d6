using System;

namespace Ante.Samples.Stackhouse
{
    /// <summary>A flat box seen from above: its near edges and its sizes.</summary>
    public readonly struct Slab
    {
        internal static readonly Slab Foundation = new Slab(-Level.Base / 2, -Level.Base / 2, Level.Base, Level.Base);

        /// <summary>The most that a slab grows by. Even, so that it grows by whole units on both sides.</summary>
        private const int Growth = 400;

        private Slab(int x, int z, int width, int depth)
        {
            X = x;
            Z = z;
            Width = width;
            Depth = depth;
        }

        /// <summary>Its left edge.</summary>
        public int X { get; }

        /// <summary>Its near edge.</summary>
        public int Z { get; }

        /// <summary>Its size from left to right.</summary>
        public int Width { get; }

        /// <summary>Its size from near to far.</summary>
        public int Depth { get; }

        /// <summary>Its size along an axis.</summary>
        public int Along(Axis axis) => axis == Axis.X ? Width : Depth;

        /// <summary>The part of its place that begins so far behind its near edge.</summary>
        internal Slab Span(Axis axis, int from, int size) =>
            axis == Axis.X ? new Slab(X + from, Z, size, Depth) : new Slab(X, Z + from, Width, size);

        /// <summary>It with a little more on both sides, up to a whole slab.</summary>
        internal Slab Grown(Axis axis)
        {
            var size = Along(axis);
            var growth = Math.Min(Growth, Level.Base - size);
            return Span(axis, -(growth >> 1), size + growth);
        }
    }
}

using System;
using System.Globalization;

namespace Ante.Samples.Stackhouse
{
    /// <summary>
    /// Chris Doty-Humphrey's sfc32, which takes the whole seed in two halves: the generator that Stackhouse has always had, so
    /// that its web and Unity players meet in one match. New games take <c>AnteRandom</c>.
    /// </summary>
    public sealed class Sfc32
    {
        private const int Rounds = 12;

        private uint a;
        private uint b;
        private uint c;
        private uint counter;

        /// <summary>Seeds it with 64 lowercase hex digits.</summary>
        /// <exception cref="ArgumentException">The seed is something else.</exception>
        public Sfc32(string seed)
        {
            if (!IsSeed(seed)) throw new ArgumentException("A seed is 64 lowercase hex digits", nameof(seed));
            Mix(seed.Substring(0, 32));
            Mix(seed.Substring(32));
        }

        /// <summary>An integer from 0 up to and without <paramref name="bound"/>.</summary>
        public int Below(int bound) => (int)(Next() % (uint)bound);

        private static bool IsSeed(string seed)
        {
            foreach (var digit in seed)
            {
                if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) return false;
            }

            return seed.Length == 64;
        }

        private static uint Word(string half, int index) =>
            uint.Parse(half.Substring(index * 8, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

        private void Mix(string half)
        {
            a ^= Word(half, 0);
            b ^= Word(half, 1);
            c ^= Word(half, 2);
            counter ^= Word(half, 3);
            for (var round = 0; round < Rounds; round++) Next();
        }

        private uint Next()
        {
            unchecked
            {
                var dealt = a + b + counter;
                a = b ^ (b >> 9);
                b = c + (c << 3);
                c = ((c << 21) | (c >> 11)) + dealt;
                counter++;
                return dealt;
            }
        }
    }
}

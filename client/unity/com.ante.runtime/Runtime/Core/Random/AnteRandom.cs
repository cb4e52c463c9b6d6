using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;

namespace Ante
{
    /// <summary>
    /// Seeded random numbers, the same ones in C# and TypeScript (<c>AnteRandom</c> of the browser client): make a level from
    /// <see cref="Attempt.Seed"/> with one of these, and both players get the same level.
    /// </summary>
    /// <remarks>
    /// Use a stream of its own for each thing that the level has, <c>random.Stream("enemies")</c>, so that what one player's
    /// choices take from one stream does not shift another. The numbers are David Blackman's and Sebastiano Vigna's
    /// xoshiro128** 1.1; its state is the first half of a key, four little-endian words. The key is the SHA-256 of the seed,
    /// and for a stream that of its parent's key and its name; texts are UTF-8. Not for secrets: whoever knows the seed knows
    /// all of it.
    /// </remarks>
    public sealed class AnteRandom
    {
        private readonly byte[] key;
        private uint a;
        private uint b;
        private uint c;
        private uint d;

        /// <summary>Begins at the start of the numbers that a seed gives; <see cref="Attempt.Seed"/> is one, and any other text.</summary>
        public AnteRandom(string seed)
            : this(Encoding.UTF8.GetBytes(seed))
        {
        }

        private AnteRandom(byte[] seed)
        {
            using (var sha256 = SHA256.Create()) key = sha256.ComputeHash(seed);
            a = WordOf(0);
            b = WordOf(4);
            c = WordOf(8);
            d = WordOf(12);
        }

        /// <summary>Numbers of their own under this name, from their start; the same name gives the same ones again.</summary>
        public AnteRandom Stream(string name)
        {
            var own = Encoding.UTF8.GetBytes(name);
            var joined = new byte[key.Length + own.Length];
            key.CopyTo(joined, 0);
            own.CopyTo(joined, key.Length);
            return new AnteRandom(joined);
        }

        /// <summary>32 random bits.</summary>
        public uint NextUInt32()
        {
            unchecked
            {
                var result = Rotate(b * 5, 7) * 9;
                var shifted = b << 9;
                c ^= a;
                d ^= b;
                b ^= c;
                a ^= d;
                c ^= shifted;
                d = Rotate(d, 11);
                return result;
            }
        }

        /// <summary>An integer from <paramref name="min"/> up to and without <paramref name="max"/>, each as likely as the others.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
        public int NextInt(int min, int max)
        {
            if (min >= max)
            {
                throw new ArgumentOutOfRangeException(nameof(max), max, $"There is no integer from {min} to below {max}");
            }

            var range = (uint)((long)max - min);
            // What is left over when the range fills 2^32 would make its first numbers likelier.
            var surplus = (uint)((1L << 32) % range);
            while (true)
            {
                var drawn = NextUInt32();
                if (drawn >= surplus) return (int)(min + (drawn % range));
            }
        }

        /// <summary>A multiple of 2^-24 from 0 up to and without 1, which a float holds exactly.</summary>
        public float NextFloat() => (NextUInt32() >> 8) / 16777216f;

        /// <summary>Puts a list in random order, in place, each order as likely as the others.</summary>
        public void Shuffle<T>(IList<T> items)
        {
            for (var last = items.Count - 1; last > 0; last--)
            {
                var other = NextInt(0, last + 1);
                var moved = items[last];
                items[last] = items[other];
                items[other] = moved;
            }
        }

        private static uint Rotate(uint word, int by) => (word << by) | (word >> (32 - by));

        private uint WordOf(int index) =>
            key[index] | (uint)key[index + 1] << 8 | (uint)key[index + 2] << 16 | (uint)key[index + 3] << 24;
    }
}

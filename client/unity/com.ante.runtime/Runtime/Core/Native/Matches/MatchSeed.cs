using System.Globalization;
using System.Text;

namespace Ante
{
    /// <summary>
    /// A seed for a server that hands out none: 64 hex digits that both sides derive from the match's id, the same ones as the
    /// browser client. It spreads well and keeps nothing secret (Murmur3's finalizer over an FNV-1a hash).
    /// </summary>
    internal static class MatchSeed
    {
        internal static string Of(string matchId)
        {
            var seed = new StringBuilder();
            for (var index = 0; index < 8; index++)
            {
                var word = Scramble(Hash(index.ToString(CultureInfo.InvariantCulture) + ":" + matchId));
                seed.Append(word.ToString("x8", CultureInfo.InvariantCulture));
            }

            return seed.ToString();
        }

        private static uint Hash(string text)
        {
            var value = 0x811c9dc5;
            foreach (var character in text) value = unchecked((value ^ character) * 0x01000193);
            return value;
        }

        private static uint Scramble(uint value)
        {
            var word = unchecked((value ^ (value >> 16)) * 0x85ebca6b);
            word = unchecked((word ^ (word >> 13)) * 0xc2b2ae35);
            return word ^ (word >> 16);
        }
    }
}

using System;
using System.Collections.Generic;

namespace Ante
{
    /// <summary>The rules of a game on a <see cref="MockServer"/>, with the defaults of a real server.</summary>
    public sealed class MockGame
    {
        /// <summary>The game's number.</summary>
        public long Id { get; set; } = 1;

        /// <summary>The largest score that can be posted.</summary>
        public long MaxScore { get; set; } = 1_000_000;

        /// <summary>The house's part of the pot in hundredths of a percent.</summary>
        public int FeeBps { get; set; }

        /// <summary>Length of one attempt.</summary>
        public TimeSpan PlayTime { get; set; } = TimeSpan.FromMinutes(10);

        /// <summary>How long a match waits for somebody.</summary>
        public TimeSpan OpenTime { get; set; } = TimeSpan.FromDays(1);

        /// <summary>How often a player can ask for more time.</summary>
        public int MaxProlongs { get; set; } = 1;

        /// <summary>How many undecided matches a player can have.</summary>
        public int MaxOpen { get; set; } = 10;

        /// <summary>The amounts that can be staked, in minor units; empty: any.</summary>
        public IReadOnlyList<long> Stakes { get; set; } = Array.Empty<long>();

        /// <summary>False: no new matches.</summary>
        public bool Enabled { get; set; } = true;
    }
}

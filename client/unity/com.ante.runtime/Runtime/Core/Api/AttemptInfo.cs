using System;

namespace Ante
{
    /// <summary>What a transport tells about an attempt that has begun.</summary>
    public sealed class AttemptInfo
    {
        /// <summary>The match that this is an attempt of, 32 lowercase hex digits.</summary>
        public string MatchId { get; set; } = "";

        /// <summary>The game's number on this server.</summary>
        public long GameId { get; set; }

        /// <summary>64 hex digits, the same for both players.</summary>
        public string Seed { get; set; } = "";

        /// <summary>The player's side of the match.</summary>
        public Role Role { get; set; }

        /// <summary>What each side put in, in minor units.</summary>
        public long Stake { get; set; }

        /// <summary>ISO 4217 code.</summary>
        public string Currency { get; set; } = "";

        /// <summary>When the score must be in; null when the server does not tell.</summary>
        public DateTimeOffset? ResultUntil { get; set; }

        /// <summary>True when this attempt had begun earlier.</summary>
        public bool Resumed { get; set; }
    }
}

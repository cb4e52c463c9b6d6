using System;

namespace Ante
{
    /// <summary>One staked contest of two players.</summary>
    public sealed class Match
    {
        /// <summary>32 lowercase hex digits.</summary>
        public string Id { get; set; } = "";

        /// <summary>The game's number on this server.</summary>
        public long GameId { get; set; }

        /// <summary>What each side put in, in minor units.</summary>
        public long Stake { get; set; }

        /// <summary>ISO 4217 code.</summary>
        public string Currency { get; set; } = "";

        /// <summary>How far the match has come.</summary>
        public MatchState State { get; set; }

        /// <summary>The signed-in player's side; null in a match of others.</summary>
        public Role? Role { get; set; }

        /// <summary>Who created the match.</summary>
        public long ChallengerId { get; set; }

        /// <summary>Who accepted it; null while nobody has.</summary>
        public long? ChallengedId { get; set; }

        /// <summary>Null when the server does not tell.</summary>
        public DateTimeOffset? CreatedAt { get; set; }

        /// <summary>The player's own deadline for a score, on the server's clock; null when there is none.</summary>
        public DateTimeOffset? ResultUntil { get; set; }

        /// <summary>Until when an unmatched match can be accepted; null when the server does not tell.</summary>
        public DateTimeOffset? OpenUntil { get; set; }
    }
}

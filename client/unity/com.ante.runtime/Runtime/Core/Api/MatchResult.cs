namespace Ante
{
    /// <summary>
    /// Scores and who won, as far as the player may know. Until the match is decided the other score,
    /// <see cref="WinnerId"/>, <see cref="AmountWon"/>, <see cref="Outcome"/> and <see cref="Verdict"/> are null. A side
    /// that forfeited or never posted has a null score for ever.
    /// </summary>
    public sealed class MatchResult
    {
        /// <summary>The match, 32 lowercase hex digits.</summary>
        public string MatchId { get; set; } = "";

        /// <summary>Points of the player who created the match.</summary>
        public long? ChallengerScore { get; set; }

        /// <summary>Points of the player who accepted it.</summary>
        public long? ChallengedScore { get; set; }

        /// <summary>The signed-in player's own points.</summary>
        public long? OwnScore { get; set; }

        /// <summary>The other side's points; null until the match is decided.</summary>
        public long? OpponentScore { get; set; }

        /// <summary>Null while undecided, and when nobody won.</summary>
        public long? WinnerId { get; set; }

        /// <summary>The winner's net gain in minor units: payout less own stake. 0 when nobody won.</summary>
        public long? AmountWon { get; set; }

        /// <summary>ISO 4217 code of <see cref="AmountWon"/>.</summary>
        public string? Currency { get; set; }

        /// <summary>How the match ended; null while undecided.</summary>
        public Outcome? Outcome { get; set; }

        /// <summary>The outcome from the signed-in player's side.</summary>
        public Verdict? Verdict { get; set; }
    }
}

namespace Ante
{
    /// <summary>What to play for.</summary>
    public sealed class Terms
    {
        /// <summary>The game's number on this server.</summary>
        public long GameId { get; set; }

        /// <summary>What each side puts in, in minor units: 500 is £5.00, or ¥500.</summary>
        public long Stake { get; set; }

        /// <summary>ISO 4217 code in capitals, such as <c>GBP</c>.</summary>
        public string Currency { get; set; } = "";

        /// <summary>0 to 1,000,000: opponents with the nearest level are preferred. Null: no preference.</summary>
        public int? SkillLevel { get; set; }
    }
}

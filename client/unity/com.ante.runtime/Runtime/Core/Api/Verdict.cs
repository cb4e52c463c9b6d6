namespace Ante
{
    /// <summary>How a match ended for the signed-in player. In the last three nobody won and the stake came back.</summary>
    public enum Verdict
    {
        /// <summary>The player got the payout.</summary>
        Won,

        /// <summary>The other side got the payout.</summary>
        Lost,

        /// <summary>Equal scores.</summary>
        Draw,

        /// <summary>Neither side has a score.</summary>
        Void,

        /// <summary>Nobody accepted the match in time.</summary>
        Expired,
    }
}

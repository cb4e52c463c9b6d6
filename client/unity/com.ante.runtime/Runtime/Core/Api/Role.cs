namespace Ante
{
    /// <summary>The side of a match: the challenger created it, the challenged player accepted it.</summary>
    public enum Role
    {
        /// <summary>Created the match.</summary>
        Challenger,

        /// <summary>Accepted the match.</summary>
        Challenged,
    }
}

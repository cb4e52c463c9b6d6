using System;

namespace Ante
{
    /// <summary>Points within the game's <c>min_score</c> and <c>max_score</c>, or a forfeit.</summary>
    public readonly struct Score : IEquatable<Score>
    {
        private readonly bool isForfeit;
        private readonly long points;

        private Score(bool isForfeit, long points)
        {
            this.isForfeit = isForfeit;
            this.points = points;
        }

        /// <summary>Gives up: no score at all, which loses against any score.</summary>
        public static Score Forfeit { get; } = new Score(true, 0);

        /// <summary>The points; null for a forfeit.</summary>
        public long? Points => isForfeit ? (long?)null : points;

        /// <summary>Makes a score from points.</summary>
        public static implicit operator Score(long points) => new Score(false, points);

        /// <summary>Whether two scores are the same.</summary>
        public static bool operator ==(Score left, Score right) => left.Equals(right);

        /// <summary>Whether two scores differ.</summary>
        public static bool operator !=(Score left, Score right) => !left.Equals(right);

        /// <inheritdoc/>
        public bool Equals(Score other) => isForfeit == other.isForfeit && points == other.points;

        /// <inheritdoc/>
        public override bool Equals(object? obj) => obj is Score other && Equals(other);

        /// <inheritdoc/>
        public override int GetHashCode() => isForfeit ? -1 : points.GetHashCode();

        /// <inheritdoc/>
        public override string ToString() =>
            isForfeit ? "forfeit" : points.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}

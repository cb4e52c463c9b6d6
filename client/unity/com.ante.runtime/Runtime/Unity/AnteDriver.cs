using UnityEngine;

namespace Ante.Unity
{
    /// <summary>Makes Unity the platform of clients before the first scene, and tells it of every frame.</summary>
    [AddComponentMenu("")]
    internal sealed class AnteDriver : MonoBehaviour
    {
        private UnityPlatform? platform;

        [RuntimeInitializeOnLoadMethod(RuntimeInitializeLoadType.BeforeSceneLoad)]
        private static void Install()
        {
            var holder = new GameObject("Ante") { hideFlags = HideFlags.HideInHierarchy };
            DontDestroyOnLoad(holder);
            var driver = holder.AddComponent<AnteDriver>();
            driver.platform = new UnityPlatform(Application.absoluteURL);
            AntePlatform.Current = driver.platform;
            Application.deepLinkActivated += driver.platform.Deliver;
        }

        private void Update() => platform?.Tick();

        private void OnApplicationPause(bool paused) => platform?.SetBackground(paused);

        private void OnDestroy()
        {
            if (platform == null) return;
            Application.deepLinkActivated -= platform.Deliver;
            if (AntePlatform.Current == platform) AntePlatform.Current = null;
        }
    }
}

using System;

namespace UnityEngine
{
    [Flags]
    public enum HideFlags
    {
        None = 0,
        HideInHierarchy = 1,
        HideInInspector = 2,
        DontSaveInEditor = 4,
        NotEditable = 8,
        DontSaveInBuild = 16,
        DontUnloadUnusedAsset = 32,
        DontSave = 52,
        HideAndDontSave = 61,
    }

    public class Object
    {
        public HideFlags hideFlags { get; set; }

        public string name { get; set; }

        // Unity's operators take null: an object that was destroyed equals it.
        public static bool operator ==(Object x, Object y) => ReferenceEquals(x, y);

        public static bool operator !=(Object x, Object y) => !ReferenceEquals(x, y);

        public static void Destroy(Object obj) => throw StandIn.Only();

        public static void DontDestroyOnLoad(Object target) => throw StandIn.Only();

        public override bool Equals(object other) => ReferenceEquals(this, other);

        public override int GetHashCode() => base.GetHashCode();
    }

    public class ScriptableObject : Object
    {
        public static T CreateInstance<T>()
            where T : ScriptableObject => throw StandIn.Only();
    }

    public struct Vector3
    {
        public Vector3(float x, float y, float z) => throw StandIn.Only();
    }

    public enum PrimitiveType
    {
        Sphere = 0,
        Capsule = 1,
        Cylinder = 2,
        Cube = 3,
        Plane = 4,
        Quad = 5,
    }

    public class Transform : Component
    {
        public Vector3 localPosition { get; set; }

        public Vector3 localScale { get; set; }

        public void SetParent(Transform parent, bool worldPositionStays) => throw StandIn.Only();
    }

    public class Component : Object
    {
        public Transform transform => throw StandIn.Only();

        public GameObject gameObject => throw StandIn.Only();

        public T GetComponent<T>() => throw StandIn.Only();
    }

    public class Behaviour : Component
    {
        public bool enabled { get; set; }
    }

    public class MonoBehaviour : Behaviour
    {
    }

    public sealed class GameObject : Object
    {
        public GameObject(string name) => throw StandIn.Only();

        public Transform transform => throw StandIn.Only();

        public static GameObject CreatePrimitive(PrimitiveType type) => throw StandIn.Only();

        public void SetActive(bool value) => throw StandIn.Only();

        public T AddComponent<T>()
            where T : Component => throw StandIn.Only();
    }

    public static class Resources
    {
        public static T Load<T>(string path)
            where T : Object => throw StandIn.Only();
    }
}
